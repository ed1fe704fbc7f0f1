// The threshold moves without the server: the points are numbers, counted again here as app/report/threshold.py does.
const share = (part, whole) => (whole ? `${Math.round((100 * part) / whole)}%` : '–');
function count(points, threshold) {
  const counts = { hits: 0, false_alarms: 0, misses: 0, rejections: 0 };
  for (const [similarity, correct] of points) {
    if (similarity >= threshold) counts[correct ? 'hits' : 'false_alarms'] += 1;
    else counts[correct ? 'misses' : 'rejections'] += 1;
  }
  return counts;
}
function move(threshold) {
  element.querySelectorAll('[data-points]').forEach((node) => {
    const found = count(JSON.parse(node.dataset.points), threshold);
    const total = found.hits + found.false_alarms + found.misses + found.rejections;
    const said = {
      ...found,
      precision: share(found.hits, found.hits + found.false_alarms),
      recall: share(found.hits, found.hits + found.misses),
      accuracy: share(found.hits + found.rejections, total),
    };
    Object.entries(said).forEach(([name, value]) => { node.querySelector(`[data-count="${name}"]`).textContent = value; });
    node.querySelector('[data-line]').style.left = `${100 * Math.min(1, Math.max(0, threshold))}%`;
  });
  element.querySelector('[data-threshold]').textContent = threshold.toFixed(2);
}
element.addEventListener('input', (event) => {
  if (event.target.matches('[data-slider]')) move(Number(event.target.value));
});
