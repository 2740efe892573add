import type { SatisfactionQuestions } from '@inbox/contracts'
import { useState } from 'preact/hooks'
import { format, inOurs, t } from '../i18n/language.ts'

const STARS = [1, 2, 3, 4, 5]

interface RatingFormProps {
  /** Replace our standard questions, in some languages. */
  questions: SatisfactionQuestions | undefined
  /** Resolves with whether the rating was accepted; without stars the visitor declines to rate. */
  onRate: (stars?: number, comment?: string) => Promise<boolean>
}

/** How was it? Asked once, after the end. */
export function RatingForm({ questions, onRate }: RatingFormProps) {
  const [stars, setStars] = useState(0)
  const [comment, setComment] = useState('')
  const [wrong, setWrong] = useState(false)
  const send = async () => setWrong(!(await onRate(stars, comment.trim())))
  return (
    <form
      class="details"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <fieldset>
        <legend dir="auto">{inOurs(questions) ?? t.howWasIt}</legend>
        <div class="stars">
          {STARS.map(count => (
            <label key={count} data-lit={count <= stars || undefined}>
              <input
                class="unseen"
                type="radio"
                name="stars"
                required
                checked={stars === count}
                onChange={() => setStars(count)}
              />
              <span class="unseen">{t.stars(format.number(count))}</span>
              <span aria-hidden="true">★</span>
            </label>
          ))}
        </div>
      </fieldset>
      {stars > 0 && (
        <div class="field">
          <label for="comment">{t.comment}</label>
          <textarea
            id="comment"
            dir="auto"
            rows={2}
            maxLength={2000}
            value={comment}
            onInput={event => setComment(event.currentTarget.value)}
          />
        </div>
      )}
      {wrong && (
        <p class="wrong" role="alert">
          {t.notTaken}
        </p>
      )}
      <div class="actions">
        <button type="button" class="plain" onClick={() => void onRate()}>
          {t.skip}
        </button>
        <button type="submit" class="main" disabled={stars === 0}>
          {t.send}
        </button>
      </div>
    </form>
  )
}
