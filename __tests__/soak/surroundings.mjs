/** What operations work on: what trees.mjs made, with its cases by their names. */
export function withCases({ cases, ...more }) {
  const byName = new Map(cases.map((known) => [known.name, known]));
  return { ...more, caseOf: (name) => byName.get(name) };
}
