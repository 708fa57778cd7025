/**
 * The block in the editor: the real quiz as visitors see it, not to be filled in.
 */
( function ( wp ) {
	const { createElement: el } = wp.element;
	const { __ } = wp.i18n;
	const ServerSideRender = wp.serverSideRender.ServerSideRender || wp.serverSideRender;

	function Empty() {
		return el( wp.components.Placeholder, {
			icon: 'location-alt',
			label: __( 'Contributor orientation', 'wayfinder' ),
			instructions: __( 'The preview could not be loaded. Visitors see the quiz all the same.', 'wayfinder' ),
		} );
	}

	function Edit() {
		return el(
			'div',
			wp.blockEditor.useBlockProps(),
			el(
				wp.components.Disabled,
				null,
				el( ServerSideRender, {
					block: 'wayfinder/orientation',
					attributes: {}, // Colors and spacing are on the outer element already.
					EmptyResponsePlaceholder: Empty,
					ErrorResponsePlaceholder: Empty,
				} )
			)
		);
	}

	wp.blocks.registerBlockType( 'wayfinder/orientation', { edit: Edit, save: () => null } );
} )( window.wp );
