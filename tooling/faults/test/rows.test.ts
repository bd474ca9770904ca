import { clauses } from '@sms/conformance'
import { describe, expect, test } from 'vitest'
import { faultsDocument } from '../src/document.ts'
import { listTests } from '../src/listed-tests.ts'
import { proofsOfClauses, proofsOfTests } from '../src/proofs.ts'
import { ROWS } from '../src/rows.ts'

const proofs = [...proofsOfTests(await listTests()), ...proofsOfClauses(ROWS, clauses)]

describe('the table of faults', () => {
  test('numbers its rows from 1, without a gap', () => {
    expect(ROWS.map(({ number }) => number)).toEqual(ROWS.map((_, at) => at + 1))
  })

  const named = ROWS.flatMap(({ number, kinds }) => kinds.map((kind) => ({ number, kind })))
  test.each(named)('has a proof of the kind $kind for row $number', ({ number, kind }) => {
    const found = proofs.filter((proof) => proof.row === number && proof.kind === kind)
    expect(found).not.toEqual([])
  })

  test('has every row that the title of a test names', () => {
    const rows = new Set(ROWS.map(({ number }) => number))
    expect(proofs.filter(({ row }) => !rows.has(row))).toEqual([])
  })

  test('is the one that FAULTS.md shows (`npx pnpm@12 --filter @sms/faults test -u` writes it anew)', async () => {
    await expect(faultsDocument()).toMatchFileSnapshot('../FAULTS.md')
  })
})
