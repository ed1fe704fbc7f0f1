// The panel of filters: each choice with the number of questions that it would leave.
import { active } from './filters.js';
import { ask, wish } from './listing.js';
import { rebuild } from './panel.js';
import { L, find, h, state } from './screen.js';
import { tagName } from './side.js';

const RANGE = ['low', 'high'];
const naming = {
  type: (value) => value,
  asked: (value) => L[`language_${value}`],
  answered: (value) => L[`answered_${value}`] || L.answered_none,
  judgement: (value) => L[`judged_${value}`],
  verdict: (value) => (value === 'none' ? L.dot_none : L[value]),
  language_mark: (value) => L[`mark_${value}`],
  pattern: (value) => L[`pattern_${value}`],
  reviewer: (value) => value,
  tag: (value) => tagName(value),
  score: (value) => value,
};

export async function paintFilters() {
  const box = find('filters');
  if (box.hidden) return;
  const filters = JSON.stringify(state.filters);
  const offered = await ask('read_choices', wish());
  if (box.hidden || filters !== JSON.stringify(state.filters)) return;
  const selects = offered.filter(([name, values]) => values.length > 1 || (values.length && ['reviewer', 'tag', 'score'].includes(name)))
    .map(([name, values]) => {
      const select = h('select', { 'data-filter-name': name }, h('option', { value: '' }, L.filter_any),
        values.map(([value, count]) => h('option', { value, 'data-content': true }, `${naming[name](value)} (${count})`)));
      select.value = state.filters[name] ?? '';
      return h('label', {}, h('span', {}, L[`filter_${name}`]), select);
    });
  const range = RANGE.map((name) => h('input', { type: 'number', min: -1, max: 1, step: 0.05, 'data-filter-name': name, 'aria-label': L[`filter_${name}`], value: state.filters[name] ?? '' }));
  const order = h('select', { 'data-order': true }, ['', 'uncertain'].map((name) => h('option', { value: name }, L[`order_${name || 'number'}`])));
  order.value = state.order;
  box.replaceChildren(...selects, h('label', { class: 'rv-range' }, h('span', {}, L.filter_similarity), h('span', {}, range[0], '–', range[1])),
    h('label', {}, h('span', {}, L.order), order),
    active(state.filters) ? h('button', { type: 'button', 'data-clear': true }, L.filter_clear) : '');
}

export function toggleFilters() {
  find('filters').hidden = !find('filters').hidden;
  find('filter').setAttribute('aria-expanded', String(!find('filters').hidden));
  paintFilters().catch(() => {});
}

// The list first, then the counts beside the choices; the focus goes back to where it was.
async function chosen(focus) {
  await rebuild();
  await paintFilters();
  if (!document.activeElement || document.activeElement === document.body) find('filters').querySelector(focus)?.focus();
}

export function listenToFilters() {
  find('filters').addEventListener('change', (event) => {
    const { filterName } = event.target.dataset;
    if (filterName) state.filters = { ...state.filters, [filterName]: event.target.value };
    else state.order = event.target.value;
    chosen(filterName ? `[data-filter-name="${filterName}"]` : '[data-order]').catch(() => {});
  });
  find('filters').addEventListener('click', (event) => {
    if (!('clear' in event.target.dataset)) return;
    state.filters = {};
    rebuild().then(paintFilters).catch(() => {});
    find('filter').focus();
  });
}
