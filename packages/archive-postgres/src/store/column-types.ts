import { decodeText } from '@sms/archive/store'
import pg, { type CustomTypesConfig } from 'pg'

/** How values of columns are read, by connections of an archive only: times and numbers of messages fit in a number. */
export const COLUMN_TYPES: CustomTypesConfig = {
  getTypeParser(type, format) {
    if (type === pg.types.builtins.INT8) return Number
    if (type === pg.types.builtins.TEXT) return decodeText
    return pg.types.getTypeParser(type, format)
  },
}
