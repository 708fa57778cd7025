/**
 * The block in the editor: the real first step as visitors see it, not to be filled in; which questions it asks, and
 * the level of its headings.
 */
( function ( wp ) {
	const { createElement: el, Fragment } = wp.element;
	const { __ } = wp.i18n;
	const { BlockControls, HeadingLevelDropdown, InspectorControls, useBlockProps } = wp.blockEditor;
	const { Disabled, PanelBody, Placeholder, SelectControl } = wp.components;
	const ServerSideRender = wp.serverSideRender.ServerSideRender || wp.serverSideRender;
	const { all, standard } = window.wayfinderQuizzes || { all: {}, standard: '' };

	const quizzes = [
		/* translators: %s: name of a quiz. */
		{ value: '', label: wp.i18n.sprintf( __( 'Standard of this site (%s)', 'wayfinder' ), all[ standard ] || '' ) },
		...Object.entries( all ).map( ( [ value, label ] ) => ( { value, label } ) ),
	];

	function Empty() {
		return el( Placeholder, {
			icon: 'location-alt',
			label: __( 'Contributor orientation', 'wayfinder' ),
			instructions: __( 'The preview could not be loaded. Visitors see the quiz all the same.', 'wayfinder' ),
		} );
	}

	function Edit( { attributes: { content, level }, setAttributes } ) {
		const isGone = content && ! all[ content ];
		/* translators: %s: name of a quiz. */
		const gone = { value: content, label: wp.i18n.sprintf( __( '%s (not on this site)', 'wayfinder' ), content ) };

		return el(
			Fragment,
			null,
			HeadingLevelDropdown &&
				el(
					BlockControls,
					{ group: 'block' },
					el( HeadingLevelDropdown, { options: [ 1, 2, 3, 4, 5 ], value: level, onChange: ( next ) => setAttributes( { level: next } ) } )
				),
			el(
				InspectorControls,
				null,
				el(
					PanelBody,
					{ title: __( 'Questions', 'wayfinder' ) },
					el( SelectControl, {
						label: __( 'Quiz', 'wayfinder' ),
						help: isGone
							? __( 'This quiz is not on this site. Visitors see the standard one.', 'wayfinder' )
							: __( 'Make and change quizzes under Settings → Wayfinder → Quiz. Links to results of another quiz then say that they belong to other questions.', 'wayfinder' ),
						value: content,
						options: isGone ? [ gone, ...quizzes ] : quizzes,
						onChange: ( next ) => setAttributes( { content: next } ),
						__nextHasNoMarginBottom: true,
						__next40pxDefaultSize: true,
					} )
				)
			),
			el(
				'div',
				useBlockProps(),
				el(
					Disabled,
					null,
					el( ServerSideRender, {
						block: 'wayfinder/orientation',
						attributes: { content, level }, // Colors and spacing are on the outer element already.
						EmptyResponsePlaceholder: Empty,
						ErrorResponsePlaceholder: Empty,
					} )
				)
			)
		);
	}

	wp.blocks.registerBlockType( 'wayfinder/orientation', { edit: Edit, save: () => null } );
} )( window.wp );
