import type { AgentFields } from '@inbox/contracts'
import { ok, type Rejection, type Result, reject } from '@inbox/kernel'
import type { ZxcvbnFactory } from '@zxcvbn-ts/core'

/** On zxcvbn's scale from 0 to 4: some 10^8 guesses, more than strangers ever get. */
const MIN_SCORE = 3
const MIN_LENGTH = 10
/** Estimation time grows with the square of the length; what this many characters do not protect, more rarely will. */
const LOOKED_AT = 64
const OURS = ['service inbox', 'serviceinbox', 'inbox']

export type Weakness = 'short' | 'repeated' | 'sequence' | 'personal' | 'common' | 'guessable'

let zxcvbn: Promise<ZxcvbnFactory> | undefined
/** Loaded for the first password that is chosen: its dictionaries would slow down every start. */
const estimator = () => {
  zxcvbn ??= (async () => {
    const { ZxcvbnFactory } = await import('@zxcvbn-ts/core')
    const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common')
    return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: LOOKED_AT })
  })()
  return zxcvbn
}

/** Why a password is easily guessed, given its owner's name and e-mail; undefined = it is not (NIST SP 800-63B). */
export async function weaknessOf(
  password: string,
  { name, email }: Pick<AgentFields, 'name' | 'email'>
): Promise<Weakness | undefined> {
  const normalized = password.normalize('NFKC')
  if ([...normalized].length < MIN_LENGTH) return 'short'
  const theirs = [email, ...email.split('@'), name, ...name.split(/\s+/), ...OURS].filter(word => word.length > 2)
  const { score, sequence } = (await estimator()).check(normalized.slice(0, LOOKED_AT), theirs)
  if (score >= MIN_SCORE) return undefined
  const [most] = sequence.toSorted((one, other) => other.token.length - one.token.length)
  if (most && 'dictionaryName' in most) return most.dictionaryName === 'userInputs' ? 'personal' : 'common'
  return weaknessOfPattern[most?.pattern ?? ''] ?? 'guessable'
}

/** By the pattern that makes up most of the password. */
const weaknessOfPattern: Partial<Record<string, Weakness>> = {
  repeat: 'repeated',
  sequence: 'sequence',
  spatial: 'sequence'
}

const details: Record<Weakness, string> = {
  short: `It must have at least ${MIN_LENGTH} characters`,
  repeated: 'It consists of repetitions',
  sequence: 'It is a sequence of characters or keys',
  personal: 'It is based on the name, the e-mail address, or the name of this product',
  common: 'It is one of the most common passwords',
  guessable: 'It is easy to guess'
}

export async function refuseWeakPassword(
  password: string,
  whose: Pick<AgentFields, 'name' | 'email'>
): Promise<Result<void, Rejection>> {
  const weakness = await weaknessOf(password, whose)
  return weakness ? reject('weak-password', details[weakness], { weakness }) : ok(undefined)
}
