import type { TextStorage } from '../../embedding/storage.ts'
import { createStore } from '../state/store.ts'

const NOTES = [659, 880]
const SECONDS = 0.14
const LOUDNESS = 0.1

/** A short sound for agents' messages, in one of the tabs, unless the visitor has turned it off. */
export function messageSound(storage: TextStorage) {
  const on = createStore(storage.get('sound') !== 'off')
  let audio: AudioContext | undefined
  const play = () => {
    try {
      audio ??= new AudioContext()
      void audio.resume()
      for (const [index, frequency] of NOTES.entries()) note(audio, frequency, audio.currentTime + index * SECONDS)
    } catch {
      // this machine has no sound
    }
  }
  return {
    on,
    toggle() {
      on.set(!on.get())
      storage.set('sound', on.get() ? 'on' : 'off')
      if (on.get()) play()
    },
    /** Rings once for each message, in whichever tab is first. */
    ring(messageId: string) {
      if (!on.get() || storage.get('sounded') === messageId) return
      storage.set('sounded', messageId)
      play()
    }
  }
}

function note(audio: AudioContext, frequency: number, begin: number): void {
  const tone = new OscillatorNode(audio, { frequency })
  const gain = new GainNode(audio, { gain: 0 })
  gain.gain.setValueAtTime(0, begin)
  gain.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.001, begin + SECONDS * 2)
  tone.connect(gain).connect(audio.destination)
  tone.start(begin)
  tone.stop(begin + SECONDS * 2)
}
