import { brokenSummaries } from './broken/summary.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenSummaries)
