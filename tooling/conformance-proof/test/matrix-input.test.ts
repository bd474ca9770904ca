import { brokenInput } from './broken/input.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenInput)
