// The number of disagreements leads to where they are settled.
element.addEventListener('click', (event) => {
  if (!event.target.closest('[data-disputed]')) return;
  sessionStorage.setItem('narabe.queue', 'adjudicate');
  document.dispatchEvent(new CustomEvent('narabe.queue', { detail: { queue: 'adjudicate' } }));
  document.querySelector('#nb-tabs [role="tab"][data-tab-id="review"]')?.click();
});
