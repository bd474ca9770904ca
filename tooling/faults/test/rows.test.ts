import { clauses } from '@sms/conformance'
import { describe, expect, test } from 'vitest'
import { faultsDocument } from '../src/document.ts'
import { listTests } from '../src/listed-tests.ts'
import { proofsOfClauses, proofsOfTests } from '../src/proofs.ts'
import { ROWS } from '../src/rows.ts'

const proofs = [...proofsOfTests(await listTests()), ...proofsOfClauses(ROWS, clauses)]

describe('the table of faults', () => {
  test('has a name of its own for each fault', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length)
  })

  const named = ROWS.flatMap(({ name, kinds }) => kinds.map((kind) => ({ name, kind })))
  test.each(named)('has a proof of the kind $kind for $name', ({ name, kind }) => {
    const found = proofs.filter((proof) => proof.fault === name && proof.kind === kind)
    expect(found).not.toEqual([])
  })

  test('has every fault that the title of a test names', () => {
    const names = new Set(ROWS.map(({ name }) => name))
    expect(proofs.filter(({ fault }) => !names.has(fault))).toEqual([])
  })

  test('is the one that FAULTS.md shows (`npx pnpm@12 --filter @sms/faults test -u` writes it anew)', async () => {
    await expect(faultsDocument()).toMatchFileSnapshot('../FAULTS.md')
  })
})
