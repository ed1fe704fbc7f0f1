// The list of runs is searched in the browser, and keeps what is unfolded when it is drawn anew.
const box = () => document.querySelector('#nb-runs-search :is(input, textarea)');
const even = (text) => text.normalize('NFKC').toLowerCase();
let unfolded = false;
const paint = () => {
  const words = even(box()?.value || '').split(/\s+/).filter(Boolean);
  element.querySelectorAll('tbody tr').forEach((row) => {
    const text = even(row.textContent);
    row.hidden = !words.every((word) => text.includes(word));
  });
  const archive = element.querySelector('[data-archive]');
  if (archive && (unfolded || words.length) && !archive.open) archive.open = true;
};
element.addEventListener('click', (event) => { if (event.target.closest('summary')) unfolded = !event.target.closest('details').open; });
document.addEventListener('input', (event) => { if (event.target.closest?.('#nb-runs-search')) paint(); });
new MutationObserver(paint).observe(element, { childList: true, subtree: true });
paint();
