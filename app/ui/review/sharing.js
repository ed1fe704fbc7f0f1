// How a run is reviewed: the lead's settings, everyone's progress, and random samples.
import { askName, closed } from './dialogs.js';
import { loadReview } from './opening.js';
import { newToken } from './outbox.js';
import { rebuild } from './panel.js';
import { L, find, forgetCards, h, onlyVisits, props, state, trigger } from './screen.js';
import { fill, meantTag, shownTag } from './text.js';

const lines = (name) => find(name).value.split(/[\n,、]/).map((one) => one.trim()).filter(Boolean);
const waiting = new Map();

function request(kind, more, done) {
  const token = newToken();
  waiting.set(token, done);
  trigger(kind, { token, run: state.run, reviewer: state.reviewer, ...more });
}

// A reply to one of the requests made here; whether it was one.
export function answered(ack) {
  const done = waiting.get(ack.token);
  waiting.delete(ack.token);
  if (done) done(ack);
  return Boolean(done);
}

function progressTable({ progress, mode, reviewers_each: each }) {
  const when = (time) => (time ? new Date(time).toLocaleString(props.language === 'ja' ? 'ja-JP' : 'en-GB', { dateStyle: 'short', timeStyle: 'short' }) : '');
  const head = ['reviewer', 'begun', 'reserved', 'decided', 'last'].map((name) => h('th', { scope: 'col' }, L[`share_${name}`]));
  const rows = progress.reviewers.map((one) => h('tr', {}, h('th', { scope: 'row', 'data-content': true }, one.name),
    [one.begun, one.reserved, one.answers, when(one.last)].map((value) => h('td', {}, String(value)))));
  const wanted = progress.questions * (mode === 'split' ? 1 : each);
  const total = progress.missing === null ? fill(L.share_questions, { count: progress.questions })
    : fill(L.share_total, { done: wanted - progress.missing, total: wanted });
  return [h('p', {}, total), rows.length ? h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, rows)) : h('p', {}, L.share_nobody)];
}

export function openSharing() {
  if (!state.review) return;
  const { review } = state;
  const locked = onlyVisits() || (Boolean(review.lead) && review.lead !== state.reviewer);
  find('sharing-form').querySelectorAll('[name="mode"]').forEach((radio) => { radio.checked = radio.value === review.mode; });
  find('each').value = review.reviewers_each;
  find('team').value = review.team.join('\n');
  find('tag-list').value = review.tags.map((tag) => shownTag(tag, L)).join('\n');
  find('run-blind').checked = review.blind;
  find('lead-grades').checked = review.lead_grades;
  find('sharing-fields').disabled = locked;
  find('sharing-save').hidden = locked;
  find('sharing-lead').textContent = review.lead ? fill(L.lead_is, { name: review.lead }) : L.lead_nobody;
  find('sharing-failure').textContent = '';
  find('sharing-progress').replaceChildren(...progressTable(review));
  find('sharing-dialog').showModal();
}

function saveSharing(event) {
  event.preventDefault();
  if (!state.reviewer) { askName(); return; }
  const form = find('sharing-form');
  const sent = {
    mode: form.elements.mode.value, reviewers_each: Number(find('each').value), blind: find('run-blind').checked,
    lead_grades: find('lead-grades').checked, team: lines('team'), tags: lines('tag-list').map((text) => meantTag(text, L)),
  };
  request('settings', sent, (ack) => {
    if (!ack.ok) { find('sharing-failure').textContent = ack.message; return; }
    find('sharing-dialog').close();
    reload();
  });
}

function reload() {
  forgetCards();
  return loadReview().then(() => rebuild(null, undefined, true));
}

export function openSample() {
  if (!state.reviewer) { askName(); return; }
  find('sample-failure').textContent = '';
  find('sample-dialog').showModal();
}

function drawSample(event) {
  event.preventDefault();
  request('sample', { n: Number(find('sample-n').value), seed: Number(find('sample-seed').value) }, (ack) => {
    if (!ack.ok) { find('sample-failure').textContent = ack.message; return; }
    find('sample-dialog').close();
    state.review = ack.review;
    state.queue = ack.sample;
    closed();
    rebuild(null, undefined, true).catch(() => {});
  });
}

export function listenToSharing() {
  find('sharing-form').addEventListener('submit', saveSharing);
  find('sample-form').addEventListener('submit', drawSample);
}
