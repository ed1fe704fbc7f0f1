// A plot as a file: the SVG stands alone; the picture is drawn from it here, with the reader's own fonts.
const SCALE = 2;
function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
function picture(blob, svg, name) {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    const { width, height } = svg.viewBox.baseVal;
    Object.assign(canvas, { width: SCALE * width, height: SCALE * height });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((drawn) => save(drawn, name));
    URL.revokeObjectURL(image.src);
  };
  image.src = URL.createObjectURL(blob);
}
element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-save]');
  if (!button) return;
  const figure = button.closest('figure');
  const svg = figure.querySelector('svg');
  const copy = svg.cloneNode(true);
  copy.setAttribute('width', svg.viewBox.baseVal.width);
  copy.setAttribute('height', svg.viewBox.baseVal.height);
  const blob = new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
  if (button.dataset.save === 'svg') save(blob, `${figure.dataset.name}.svg`);
  else picture(blob, svg, `${figure.dataset.name}.png`);
});
