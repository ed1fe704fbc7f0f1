// The tables follow the run that the page shows, and the list of runs what others start, while the tab is in sight.
const inSight = () => element.isConnected && element.offsetParent && !document.hidden;
document.addEventListener('narabe.run', () => { if (inSight()) trigger('follow', {}); });
setInterval(() => { if (inSight() && !document.activeElement?.closest('#nb-results-run')) trigger('look', {}); }, 10000);
element.addEventListener('click', (event) => {
  const link = event.target.closest('[data-only]');
  if (link) document.dispatchEvent(new CustomEvent('narabe.only', { detail: { only: link.dataset.only } }));
});
