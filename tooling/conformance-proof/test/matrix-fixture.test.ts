import { brokenFixtures } from './broken/fixture.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenFixtures)
