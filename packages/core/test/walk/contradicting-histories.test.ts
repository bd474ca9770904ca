import { expect, test } from 'vitest'
import { violationsOf, walkInParts, type WalkSetting, walkWhole } from './contradicting-walk.ts'

// Histories of lists that contradict themselves. In each of them, a walk has once broken a promise.

const PAGES_OF_ONE: Omit<WalkSetting, 'length' | 'seed' | 'contradictions'> = {
  style: 'offsets',
  newestFirst: true,
  pageSize: 1,
  concurrency: 2,
  cap: 1000,
  laterCap: 1,
  capChangesAt: 1,
  statesPosition: false,
  totalError: 1,
  changes: 1,
  likelihood: 0.6,
  ids: 'all',
}

test('a walk yields a received item without an id before it fails', async () => {
  const setting: WalkSetting = {
    ...PAGES_OF_ONE,
    length: 3,
    changes: 2,
    ids: 'none',
    seed: 1_912_965_355,
    contradictions: ['arrivals-without-ids'],
  }
  const result = await walkWhole(setting)
  expect(result.hasFailed).toBe(true)
  expect(violationsOf(result, setting)).toEqual([])
})

test('a walk yields what stands before the first item after that has moved down', async () => {
  const setting: WalkSetting = {
    ...PAGES_OF_ONE,
    length: 6,
    seed: 717_768_013,
    contradictions: ['item-moves-down', 'lagging-replica'],
  }
  const result = await walkWhole(setting)
  expect(result.hasFailed).toBe(false)
  expect(violationsOf(result, setting)).toEqual([])
})

test('a walk reads the end of a list again if it shows the item read last at another place', async () => {
  const setting: WalkSetting = {
    ...PAGES_OF_ONE,
    newestFirst: false,
    length: 4,
    concurrency: 3,
    changes: 2,
    likelihood: 0.2,
    seed: 990_604_296,
    contradictions: ['neighbours-swap'],
  }
  const result = await walkWhole(setting)
  expect(result.hasFailed).toBe(false)
  expect(violationsOf(result, setting)).toEqual([])
})

test('a resumed walk loses nothing if the limit of the provider grows while it finds its place', async () => {
  const setting: WalkSetting = {
    ...PAGES_OF_ONE,
    style: 'counted',
    length: 61,
    concurrency: 1,
    cap: 5,
    laterCap: 15,
    capChangesAt: 6,
    likelihood: 0.05,
    seed: 1,
    contradictions: ['cap-grows'],
  }
  const result = await walkInParts(setting)
  expect(result.hasFailed).toBe(false)
  expect(violationsOf(result, setting)).toEqual([])
})

test('a resumed walk loses nothing if the limit of the provider grows between the two pages around its place', async () => {
  const setting: WalkSetting = {
    ...PAGES_OF_ONE,
    style: 'counted',
    length: 128,
    cap: 16,
    laterCap: 45,
    capChangesAt: 8,
    likelihood: 0.05,
    seed: 484_375_378,
    contradictions: ['cap-grows'],
  }
  const result = await walkInParts(setting)
  expect(result.hasFailed).toBe(false)
  expect(violationsOf(result, setting)).toEqual([])
})

test('a resumed walk loses nothing if its cursor was made before an item that is left out for its id', async () => {
  const setting: WalkSetting = {
    ...PAGES_OF_ONE,
    length: 71,
    concurrency: 1,
    cap: 20,
    seed: 30,
    contradictions: ['ids-twice'],
  }
  const result = await walkInParts(setting)
  expect(result.hasFailed).toBe(false)
  expect(violationsOf(result, setting)).toEqual([])
})
