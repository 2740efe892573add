import { useState } from 'preact/hooks'
import type { Details } from '../chat/details.ts'
import { t } from '../i18n/language.ts'
import type { Department } from '../state/chat.ts'
import { Text } from './content.tsx'

type Field = Exclude<keyof Details, 'consent'>

/** What is wrong with each field; `form`: with the whole form. */
type Wrong = Partial<Record<keyof Details | 'department' | 'form', string>>

interface DetailsFormProps {
  title: string
  fields: readonly Field[]
  known: Details
  /** The departments to choose from. */
  departments?: readonly Department[] | undefined
  /** What the visitor is to agree to. */
  consent?: string | undefined
  /** Whether all fields are required; otherwise just one by which the visitor can be reached. */
  needed: boolean
  /** Resolves with whether they were accepted. */
  onGive: (details: Details, departmentId?: string) => Promise<boolean>
  onSkip?: (() => void) | undefined
}

const kinds = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' }
} as const

export function DetailsForm({ title, fields, known, departments, consent, needed, onGive, onSkip }: DetailsFormProps) {
  const [department, setDepartment] = useState('')
  const [given, setGiven] = useState<Details>(known)
  const [wrong, setWrong] = useState<Wrong>({})
  const submit = async (form: HTMLFormElement) => {
    const details: Details = Object.fromEntries(
      fields.flatMap(field => {
        const value = given[field]?.trim()
        return value ? [[field, value]] : []
      })
    )
    if (consent !== undefined && given.consent) details.consent = true
    const found = wrongOf(details, fields, needed)
    if (consent !== undefined && !given.consent) found.consent = t.notAgreed
    if (departments && !department) found.department = t.missing
    setWrong(found)
    const first = ['department' as const, ...fields, 'consent' as const].find(field => found[field])
    if (first) return void form.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
    if (!found.form && !(await onGive(details, department || undefined))) setWrong({ form: t.notTaken })
  }
  return (
    <form
      class="details"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void submit(event.currentTarget)
      }}
    >
      <h2>{title}</h2>
      {departments && <DepartmentField departments={departments} wrong={wrong.department} onChoose={setDepartment} />}
      {fields.map(field => (
        <div class="field" key={field}>
          <label for={field}>{t[field]}</label>
          <input
            id={field}
            name={field}
            dir="auto"
            {...kinds[field]}
            maxLength={field === 'phone' ? 40 : 200}
            required={needed}
            aria-invalid={wrong[field] ? 'true' : undefined}
            aria-describedby={wrong[field] ? `${field}-wrong` : undefined}
            value={given[field] ?? ''}
            onInput={event => setGiven({ ...given, [field]: event.currentTarget.value })}
          />
          {wrong[field] && (
            <p class="wrong" id={`${field}-wrong`}>
              {wrong[field]}
            </p>
          )}
        </div>
      ))}
      {consent !== undefined && (
        <div class="field">
          <label class="consent">
            <input
              type="checkbox"
              name="consent"
              required
              aria-invalid={wrong.consent ? 'true' : undefined}
              aria-describedby={wrong.consent ? 'consent-wrong' : undefined}
              checked={given.consent === true}
              onChange={({ currentTarget: { checked } }) => {
                const { consent: _, ...others } = given
                setGiven(checked ? { ...others, consent: true } : others)
              }}
            />
            <Text text={consent} />
          </label>
          {wrong.consent && (
            <p class="wrong" id="consent-wrong">
              {wrong.consent}
            </p>
          )}
        </div>
      )}
      {wrong.form && (
        <p class="wrong" role="alert">
          {wrong.form}
        </p>
      )}
      <div class="actions">
        {onSkip && (
          <button type="button" class="plain" onClick={onSkip}>
            {t.skip}
          </button>
        )}
        <button type="submit" class="main">
          {t.go}
        </button>
      </div>
    </form>
  )
}

interface DepartmentFieldProps {
  departments: readonly Department[]
  wrong: string | undefined
  onChoose: (id: string) => void
}

function DepartmentField({ departments, wrong, onChoose }: DepartmentFieldProps) {
  return (
    <div class="field">
      <label for="department">{t.department}</label>
      <select
        id="department"
        name="department"
        required
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={wrong ? 'department-wrong' : undefined}
        onChange={event => onChoose(event.currentTarget.value)}
      >
        <option value="">{t.choose}</option>
        {departments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {wrong && (
        <p class="wrong" id="department-wrong">
          {wrong}
        </p>
      )}
    </div>
  )
}

const ADDRESS = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

function wrongOf(details: Details, fields: readonly Field[], needed: boolean): Wrong {
  const wrong: Wrong = {}
  for (const field of fields) if (needed && !details[field]) wrong[field] = t.missing
  if (!needed && !details.email && !details.phone) wrong.form = t.oneOfBoth
  if (details.email && !ADDRESS.test(details.email)) wrong.email = t.notAnAddress
  return wrong
}
