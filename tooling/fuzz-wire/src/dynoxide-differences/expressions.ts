import { expressionStage, stageOf, valueStage } from '../check-stage.ts'
import type { KnownDifference } from '../difference.ts'

/** In the texts of expressions. */
export const expressionDifferences: readonly KnownDifference[] = [
  {
    rule: '4.18',
    instead: 'a syntax error has words of its own parser, or another piece of the text, or comes after other faults',
    isMetBy: ({ ours, theirs }) =>
      /^Invalid \w+Expression: | unused in expressions: /.test(ours.message ?? '') &&
      (/Syntax error; |Expected |Unexpected |unexpected /.test(theirs.message ?? '') ||
        (/^Invalid \w+: Syntax error; /.test(ours.message ?? '') &&
          (/^Invalid \w+: /.test(theirs.message ?? '') || notDefined.test(theirs.message ?? '')))),
  },
  {
    rule: '4.21',
    instead: 'what is not defined is told without the name of the expression, and another one of several',
    isMetBy: ({ ours, theirs }) => notDefined.test(ours.message ?? '') && notDefined.test(theirs.message ?? ''),
  },
  {
    rule: 'dynoxide: what is not defined',
    instead:
      'what is not defined is found when it is evaluated, and not at all where AND and OR need it not (rule 13.5)',
    isMetBy: ({ ours, theirs }) =>
      notDefined.test(ours.message ?? '') &&
      (theirs.error === undefined || theirs.error === 'ConditionalCheckFailedException'),
  },
  {
    rule: 'dynoxide: unread projections',
    instead: 'a transaction does not read the projection of an item that is not there (rule 10.9)',
    isMetBy: ({ request, ours, theirs }) =>
      request.operation === 'TransactGetItems' && stageOf(ours) === expressionStage && theirs.error === undefined,
  },
  {
    rule: 'dynoxide: parentheses',
    instead: 'one operand in parentheses is no operand; one pair too many is fine (rule 4.16)',
    isMetBy: ({ ours, theirs }) =>
      (ours.error === undefined || ours.error === 'ConditionalCheckFailedException') &&
      /^Invalid \w+: Expected operand, got \($/.test(theirs.message ?? ''),
  },
  {
    rule: '4.19',
    instead: 'a name may begin with _',
    isMetBy: ({ ours, theirs }) =>
      /Syntax error; token: "_/.test(ours.message ?? '') && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.7',
    instead: 'the types of the bounds of BETWEEN are looked at when it is evaluated',
    isMetBy: ({ ours, theirs }) =>
      /The BETWEEN operator requires/.test(ours.message ?? '') && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '7.5',
    instead: 'an operator that a key condition does not take is told in words of its own parser',
    isMetBy: ({ ours, theirs }) =>
      (ours.message ?? '').startsWith('Invalid operator used in KeyConditionExpression: ') &&
      /^(?:Expected|Unexpected) /.test(theirs.message ?? ''),
  },
  {
    rule: '4.17',
    instead: 'a projection of spaces alone projects nothing, and such an update changes nothing',
    isMetBy: ({ ours, theirs }) =>
      /^Invalid (?:Projection|Update)Expression: Syntax error; token: "<EOF>"/.test(ours.message ?? '') &&
      stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.27',
    instead: 'operators are not counted everywhere',
    isMetBy: ({ ours, theirs }) =>
      /The expression contains too many operators/.test(ours.message ?? '') && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.9',
    instead: 'that operands are the same is found when they are evaluated',
    isMetBy: ({ ours, theirs }) =>
      /The first operand must be distinct/.test(ours.message ?? '') && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.25',
    instead: 'names of a transaction may be none',
    isMetBy: ({ ours, theirs }) =>
      /^ExpressionAttribute(?:Names|Values) must not be empty$/.test(ours.message ?? '') &&
      stageOf(theirs) >= valueStage,
  },
  {
    rule: '4.11',
    instead: "a type that there is not is found when it is looked for, and then is no item's",
    isMetBy: ({ ours, theirs }) =>
      / Invalid attribute type name found; /.test(ours.message ?? '') && stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.14',
    instead: 'the size of a text is counted in characters instead of bytes',
    isMetBy: ({ request, before }) =>
      JSON.stringify(request.input).includes('size(') &&
      [...before.values()].some((items) => isBeyondAscii(JSON.stringify([...items.values()]))),
  },
  {
    rule: '4.22',
    instead:
      'names and values that nothing uses are told before faults in expressions, and not at all where an update has but a condition',
    isMetBy: ({ ours, theirs }) =>
      (unused.test(theirs.message ?? '') &&
        /^(?:Invalid \w+Expression: |ExpressionAttribute)/.test(ours.message ?? '')) ||
      (unused.test(ours.message ?? '') &&
        (theirs.error === undefined || theirs.error === 'ConditionalCheckFailedException')),
  },
  {
    rule: '4.23',
    instead: 'the keys of names and values are checked late, or not at all',
    isMetBy: ({ ours }) => /^ExpressionAttribute(?:Names|Values) contains invalid key: /.test(ours.message ?? ''),
  },
  {
    rule: 'dynoxide: unused',
    instead:
      'names and values of a condition that is not understood are told as unused, though they are used (rule 4.22)',
    isMetBy: ({ request, theirs }) => {
      const told = /unused in expressions: keys: \{(.*)\}$/.exec(theirs.message ?? '')?.[1]?.split(', ') ?? []
      const texts = Object.entries(request.input).filter(([name]) => name.endsWith('Expression'))
      return told.length > 0 && told.every((key) => JSON.stringify(texts).includes(key))
    },
  },
  {
    rule: 'dynoxide: several faults of an expression',
    instead:
      'what is not defined is told after other faults of an expression, or before those of another one, and of two expressions another one is told first; AWS documents no order',
    isMetBy: ({ ours, theirs }) =>
      (notDefined.test(ours.message ?? '') ||
        notDefined.test(theirs.message ?? '') ||
        expressionOf(ours.message) !== expressionOf(theirs.message)) &&
      stageOf(ours) === expressionStage &&
      stageOf(theirs) === expressionStage,
  },
  {
    rule: 'dynoxide: zeros of an index',
    instead: 'the index of a list may begin with zeros; nobody has asked AWS',
    isMetBy: ({ request, ours, theirs }) =>
      /\[0\d/.test(JSON.stringify(request.input)) &&
      / Syntax error; token: /.test(ours.message ?? '') &&
      stageOf(theirs) > stageOf(ours),
  },
  {
    rule: '4.28',
    instead: 'a function of updates is no function of conditions at all',
    isMetBy: ({ ours, theirs }) =>
      /The function is not allowed in an? \w+ expression; /.test(ours.message ?? '') &&
      /Invalid function name; /.test(theirs.message ?? ''),
  },
  {
    rule: '4.24',
    instead: 'values without an expression are told with the names of the expressions there may be',
    isMetBy: ({ ours, theirs }) => {
      const told = 'ExpressionAttributeValues can only be specified when using expressions: '
      return ours.message?.startsWith(told) === true && stageOf(theirs) >= stageOf(ours)
    },
  },
  {
    rule: '4.6',
    instead: 'operands of types that an operator does not take are found when it is evaluated, and then make it false',
    isMetBy: ({ ours, theirs }) =>
      / Incorrect operand type for operator or function; /.test(ours.message ?? '') &&
      (theirs.error === undefined || theirs.error === 'ConditionalCheckFailedException'),
  },
  {
    rule: '5.6',
    instead: 'types of operands are spelled out: BOOLEAN for BOOL',
    isMetBy: ({ ours, theirs }) =>
      /operand type: \w+$/.test(ours.message ?? '') &&
      shortTypes(theirs.message ?? '') === shortTypes(ours.message ?? ''),
  },
  {
    rule: 'dynoxide: NOT_CONTAINS',
    instead: 'NOT_CONTAINS holds for an attribute that is not there; a comparison with nothing is false (rule 4.4)',
    isMetBy: ({ request }) => JSON.stringify(request.input).includes('"NOT_CONTAINS"'),
  },
  {
    rule: 'dynoxide: legacy aliases',
    instead:
      'Expected and its like name their attributes by aliases of its own, which are undefined where a name holds a dot or the like',
    isMetBy: ({ theirs }) => /#(?:expected|qf|sf)_/.test(theirs.message ?? ''),
  },
]

const unused = /unused in expressions: keys/
const notDefined = /is not defined; attribute (?:name|value): /

function isBeyondAscii(text: string): boolean {
  return Buffer.byteLength(text) > text.length
}

const long: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOL',
  STRING: 'S',
  NUMBER: 'N',
  BINARY: 'B',
  LIST: 'L',
  MAP: 'M',
}

function shortTypes(message: string): string {
  return message.replace(/(?<=operand type: )\w+/, (type) => long[type] ?? type)
}

/** Which expression a message is about; `undefined` for none. */
function expressionOf(message: string | undefined): string | undefined {
  return /^Invalid (\w+Expression): /.exec(message ?? '')?.[1]
}
