import { brokenConversations } from './broken/conversation.ts'
import { expectMatrix } from './expect-matrix.ts'

expectMatrix(brokenConversations)
