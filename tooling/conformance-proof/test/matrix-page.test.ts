import { brokenPages } from './broken/page.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenPages)
