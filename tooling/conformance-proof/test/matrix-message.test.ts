import { brokenMessages } from './broken/message.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenMessages)
