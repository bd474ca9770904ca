/**
 * JSON as it is written rather than as it is read: an object may have a key twice, or one named `__proto__`; a leaf may
 * be any text.
 */
export type JsonTree =
  | { readonly kind: 'list'; readonly items: readonly JsonTree[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, JsonTree])[] }
  | { readonly kind: 'leaf'; readonly text: string }

/** A change somewhere in JSON: the place is counted over all of its parts, round and round. */
export interface Mutation {
  readonly place: number
  readonly how: 'replace' | 'remove' | 'add' | 'duplicate'
  readonly key: string
  /** JSON. */
  readonly value: string
}

/** The JSON of a value with changes made one after another. */
export function mutatedJson(value: unknown, mutations: readonly Mutation[]): string {
  return write(mutations.reduce(mutate, treeOf(value)))
}

function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { kind: 'list', items: value.map(treeOf) }
  if (typeof value === 'object' && value !== null) {
    return { kind: 'object', entries: Object.entries(value).map(([key, part]) => [key, treeOf(part)]) }
  }
  return { kind: 'leaf', text: JSON.stringify(value) }
}

function write(tree: JsonTree): string {
  if (tree.kind === 'leaf') return tree.text
  if (tree.kind === 'list') return `[${tree.items.map(write).join(',')}]`
  return `{${tree.entries.map(([key, value]) => `${JSON.stringify(key)}:${write(value)}`).join(',')}}`
}

function size(tree: JsonTree): number {
  return 1 + childrenOf(tree).reduce((sum, child) => sum + size(child), 0)
}

function childrenOf(tree: JsonTree): readonly JsonTree[] {
  if (tree.kind === 'leaf') return []
  return tree.kind === 'list' ? tree.items : tree.entries.map(([, value]) => value)
}

function mutate(tree: JsonTree, mutation: Mutation): JsonTree {
  const [first] = changedAt(tree, { ...mutation, place: mutation.place % size(tree) })
  // Where nothing at all would be left, nothing is changed.
  return first ?? tree
}

/** What stands in a tree's place after a change within it: one tree, none, or two. */
function changedAt(tree: JsonTree, mutation: Mutation): readonly JsonTree[] {
  if (mutation.place === 0) return changedTo(tree, mutation)
  let place = mutation.place - 1
  const within = (child: JsonTree): readonly JsonTree[] => {
    const here = place
    place -= size(child)
    return here >= 0 && place < 0 ? changedAt(child, { ...mutation, place: here }) : [child]
  }
  if (tree.kind === 'list') return [{ kind: 'list', items: tree.items.flatMap(within) }]
  if (tree.kind === 'leaf') return [tree]
  const entries = tree.entries.flatMap(([key, value]) => within(value).map((part) => [key, part] as const))
  return [{ kind: 'object', entries }]
}

function changedTo(tree: JsonTree, { how, key, value }: Mutation): readonly JsonTree[] {
  const leaf: JsonTree = { kind: 'leaf', text: value }
  if (how === 'replace') return [leaf]
  if (how === 'remove') return []
  if (how === 'duplicate') return [tree, tree]
  if (tree.kind === 'list') return [{ kind: 'list', items: [...tree.items, leaf] }]
  if (tree.kind === 'object') return [{ kind: 'object', entries: [...tree.entries, [key, leaf]] }]
  return [tree]
}
