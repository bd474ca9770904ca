import { expect, test } from 'vitest'
import { describeSize, measureSizes } from '../../src/packages/measure.ts'
import { packages } from './packages.ts'

const measured = await measureSizes(packages)

test('core and every provider are measured', () => {
  expect(measured.map(({ name }) => name)).toEqual(expect.arrayContaining(['@sms/core', '@sms/acme-sms']))
})

test.each(measured)('$name is small enough for a web page', (one) => {
  const complaint = one.compressed > one.budget ? describeSize(one) : null
  expect(complaint).toBeNull()
})
