import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed, named } from '../../app/ui/address.js';

const HERE = { pathname: '/ja', search: '?lang=ja&run=r1&no=7', hash: '#review' };

test('what an address names, and what it does not', () => {
  assert.deepEqual(named('?lang=ja&run=r1&no=7%2F2'), { run: 'r1', no: '7/2', arm: '', side: '', only: '' });
});

test('a value changes and nothing else does', () => {
  assert.equal(changed(HERE, { no: '問8' }), '/ja?lang=ja&run=r1&no=%E5%95%8F8#review');
  assert.equal(changed(HERE, { tab: 'run' }), '/ja?lang=ja&run=r1&no=7#run');
});

test('an empty value leaves the address', () => {
  assert.equal(changed(HERE, { run: '', no: '', lang: '' }), '/ja#review');
});
