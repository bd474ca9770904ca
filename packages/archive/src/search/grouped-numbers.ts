import { fold } from './fold.ts'

// As people write phone numbers: with spaces, dashes, dots, slashes or brackets between groups of digits. A group begins with its
// first digit: to try each digit of a long row takes the square of its length.
const GROUPED = /\+?\(?(?<!\p{Nd})\p{Nd}+(?:[\p{Zs}\p{Pd}\p{Cf}.\/\(\)]{1,3}\p{Nd}+)+/gv

// Fewer digits are two numbers, or a time; more than 15 are no phone number (ITU-T E.164, 6.1).
const FEWEST_DIGITS = 7
const MOST_DIGITS = 15

// Two years are two numbers. A zero or a plus in front, or more than spaces between the groups, make them one.
const ONE_NUMBER = /^[+\(0]|[^\p{Nd}\p{Zs}]/v

/** The numbers that a text writes in groups of digits, each as one, and the parts of them that may be one. */
export function groupedNumbers(text: string): readonly string[] {
  return (text.match(GROUPED) ?? []).flatMap((number) => {
    const groups = groupsOf(number)
    // As in +46 (0)70: after the country code, the zero is not dialled.
    const isTrunk = number.includes('(0)')
    return isTrunk
      ? [...joinRows(groups), ...joinRows(groups.filter((group) => group !== '0'))]
      : joinRows(groups)
  })
}

/** Writes the groups of each phone number in a text together. */
export function joinNumbers(text: string): string {
  return text.replaceAll(GROUPED, (number) => {
    const joined = groupsOf(number).join('')
    return isLikePhone(joined) && ONE_NUMBER.test(number) ? joined : number
  })
}

function groupsOf(number: string): readonly string[] {
  return fold(number).match(/\d+/g) ?? []
}

/** The groups that follow each other, joined, as far as that is as long as a phone number. */
function joinRows(groups: readonly string[]): readonly string[] {
  return groups.flatMap((_, from) => {
    const rows: string[] = []
    let row = ''
    for (let to = from; to < groups.length && row.length <= MOST_DIGITS; to += 1) {
      row += groups[to]
      if (to > from && isLikePhone(row)) rows.push(row)
    }
    return rows
  })
}

function isLikePhone({ length }: string): boolean {
  return length >= FEWEST_DIGITS && length <= MOST_DIGITS
}
