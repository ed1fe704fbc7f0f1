import assert from 'node:assert/strict';
import { test } from 'node:test';
import { active } from '../../app/ui/review/filters.js';

test('filters that are set are counted', () => assert.equal(active({ type: 'open_qa', tag: '' }), 1));
