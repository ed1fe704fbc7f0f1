// Arrow keys turn the page while the card has the focus; a link leads to the same answer in Review.
const turnTo = (name) => element.querySelector(`[data-turn="${name}"]`)?.click();
element.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const name = { ArrowLeft: 'previous', ArrowRight: 'next' }[event.key];
  if (!name) return;
  event.preventDefault();
  turnTo(name);
});
element.addEventListener('click', (event) => {
  const link = event.target.closest('[data-review]');
  if (!link) return;
  const [run, item] = [link.dataset.run, link.dataset.review];
  Object.entries({ run, item, queue: 'all' }).forEach(([name, value]) => sessionStorage.setItem(`narabe.${name}`, value));
  document.dispatchEvent(new CustomEvent('narabe.review', { detail: { run, item } }));
  trigger('visit', {});
});
let kept = false;
element.addEventListener('focusin', () => { kept = true; });
document.addEventListener('focusin', (event) => { if (!element.contains(event.target)) kept = false; });
new MutationObserver(() => {
  if (kept && !element.contains(document.activeElement)) element.querySelector('[data-arms]')?.focus({ preventScroll: true });
}).observe(element, { childList: true, subtree: true });
