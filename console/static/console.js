// Small comforts; every page works without. The bulk bar appears with a choice, one tick chooses all, notices are read.
const notice = document.querySelector('[data-focus]');
if (notice) notice.focus();

for (const form of document.querySelectorAll('[data-bulk]')) {
	const ticks = [...form.querySelectorAll('input[name=row]')];
	const bar = form.querySelector('.bulk');
	const words = form.querySelector('[data-chosen]');
	const all = document.createElement('input');
	all.type = 'checkbox';
	all.setAttribute('aria-label', 'Choose all on this page');
	form.querySelector('thead .tick').replaceChildren(all);
	const show = () => {
		const count = ticks.filter((tick) => tick.checked).length;
		bar.hidden = count === 0;
		words.textContent = `${count} of ${ticks.length} chosen:`;
		all.checked = count === ticks.length;
		all.indeterminate = count > 0 && count < ticks.length;
	};
	all.addEventListener('change', () => {
		for (const tick of ticks) tick.checked = all.checked;
		show();
	});
	form.addEventListener('change', show);
	addEventListener('pageshow', show);
	show();
}
