import { brokenReaders } from './broken/reader.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenReaders)
