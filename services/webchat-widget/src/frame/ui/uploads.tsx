import type { Upload, Uploads } from '../chat/uploads.ts'
import { format, t } from '../i18n/language.ts'
import { useStore } from '../state/store.ts'

/** Uploads in progress, and failed ones. */
export function UploadList({ uploads, largest }: { uploads: Uploads; largest: number | undefined }) {
  const all = useStore(uploads.all)
  if (all.length === 0) return null
  return (
    <ul class="uploads" aria-label={t.uploads}>
      {all.map(upload => (
        <li key={upload.key}>
          <span class="file-name" dir="auto">
            {upload.file.name}
          </span>
          {upload.failed ? (
            <span class="wrong" role="alert">
              {whyOf(upload.failed, largest)}
            </span>
          ) : (
            <progress value={upload.share} aria-label={t.uploading(upload.file.name)} />
          )}
          {upload.failed && upload.failed !== 'too-large' && (
            <button type="button" class="link" onClick={() => uploads.tryAgain(upload.key)}>
              {t.tryAgain}
            </button>
          )}
          <button type="button" class="link" onClick={() => uploads.cancel(upload.key)}>
            {upload.failed ? t.discard : t.cancel}
          </button>
        </li>
      ))}
    </ul>
  )
}

function whyOf(failed: NonNullable<Upload['failed']>, largest = 0): string {
  if (failed === 'too-large') return t.fileTooLarge(format.size(largest))
  return failed === 'too-many-requests' ? t.tooManyFiles : t.notSent
}
