import { type DeclarationReflection, type ProjectReflection, ReflectionKind } from 'typedoc'

const CALLED_OR_MADE = ReflectionKind.Function | ReflectionKind.Method | ReflectionKind.Class

/** What is called or made, and shown in use neither by itself nor with what it belongs to. */
export function namesWithoutExample(project: ProjectReflection): readonly string[] {
  return project
    .getReflectionsByKind(CALLED_OR_MADE)
    .filter((reflection) => reflection.isDeclaration() && !isShown(reflection))
    .map((reflection) => `${reflection.getFriendlyFullName()} has no @example.`)
}

function isShown({ comment, signatures = [], parent }: DeclarationReflection): boolean {
  // The comment of a function is that of its signatures.
  return [comment, parent?.comment, ...signatures.map((signature) => signature.comment)].some(
    (written) => written?.getTag('@example') !== undefined,
  )
}
