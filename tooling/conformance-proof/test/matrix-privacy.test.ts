import { brokenPrivacy } from './broken/privacy.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenPrivacy)
