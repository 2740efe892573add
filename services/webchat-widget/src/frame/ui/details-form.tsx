import { useState } from 'preact/hooks'
import type { Details } from '../chat/details.ts'
import { t } from '../i18n/language.ts'

type Field = keyof Details

/** In which fields what is wrong; `form`: with all of it. */
type Wrong = Partial<Record<Field | 'form', string>>

interface DetailsFormProps {
  title: string
  fields: readonly Field[]
  known: Details
  /** All of them are needed; else one of those by which somebody can be reached. */
  needed: boolean
  /** Answers whether they were taken. */
  onGive: (details: Details) => Promise<boolean>
  onSkip?: (() => void) | undefined
}

const kinds = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' }
} as const

export function DetailsForm({ title, fields, known, needed, onGive, onSkip }: DetailsFormProps) {
  const [given, setGiven] = useState<Details>(known)
  const [wrong, setWrong] = useState<Wrong>({})
  const submit = async (form: HTMLFormElement) => {
    const details = Object.fromEntries(
      fields.flatMap(field => {
        const value = given[field]?.trim()
        return value ? [[field, value]] : []
      })
    ) as Details
    const found = wrongOf(details, fields, needed)
    setWrong(found)
    const first = fields.find(field => found[field])
    if (first) return void form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
    if (!found.form && !(await onGive(details))) setWrong({ form: t.notTaken })
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

const ADDRESS = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/

function wrongOf(details: Details, fields: readonly Field[], needed: boolean): Wrong {
  const wrong: Wrong = {}
  for (const field of fields) if (needed && !details[field]) wrong[field] = t.missing
  if (!needed && !details.email && !details.phone) wrong.form = t.oneOfBoth
  if (details.email && !ADDRESS.test(details.email)) wrong.email = t.notAnAddress
  return wrong
}
