import { brokenErrors } from './broken/error.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenErrors)
