import { clauses } from '@sms/conformance'
import { listTests } from './listed-tests.ts'
import { proofsOfClauses, proofsOfTests } from './proofs.ts'
import { ROWS } from './rows.ts'

const proofs = [...proofsOfTests(await listTests()), ...proofsOfClauses(ROWS, clauses)]
for (const { name, fault, promise, kinds } of ROWS) {
  process.stdout.write(`${name}: ${fault}\n   ${promise}\n`)
  const found = proofs.filter((proof) => proof.fault === name)
  for (const { kind, where } of found) process.stdout.write(`   ${kind}  ${where}\n`)
  for (const kind of kinds) {
    if (!found.some((proof) => proof.kind === kind)) process.stdout.write(`   ${kind}  none\n`)
  }
}
