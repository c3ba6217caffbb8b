// Drafts as a device keeps them, laid into its database without walking through a form: for tests of many.
// The shape is that of app/src/offline/draft.rs; what doesn't fit there would never be listed.
import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { answersOf, services } from './api';
import { scan } from './documents';
import { type Resident, resident } from './people';

export interface Seed {
  name: string;
  who: Resident;
  draft: Record<string, unknown> & { device_key: string; send_key: string };
  photos: { id: string; upload_key: string; requirement: string; base64: string }[];
}

const key = () => randomBytes(16).toString('hex');

/** Everything is filled in. `ready`: and "send" was pressed. `at` is when it was changed last. */
export function seed({ who = resident(), ready = true, at = Date.now(), photos = true, answers = {} as Record<string, string> } = {}): Seed {
  const service = 'pengantar-skck';
  const form = services[service];
  const all: Record<string, string> = { ...answersOf(who), ...form.answers, ...answers };
  const bytes = scan(1).buffer;
  const shots = photos ? form.documents.map((requirement) => ({ id: key(), upload_key: key(), requirement, base64: bytes.toString('base64') })) : [];
  const draft = {
    device_key: key(),
    send_key: key(),
    answers: all,
    documents: shots.map(({ id, upload_key, requirement }) => [requirement, [{ id, upload_key, media: 'image/png', bytes: bytes.length, upload: null, begun: false, sent: 0, done: false, refused: null }]]),
    declared: form.declared,
    service_name: 'Surat Pengantar SKCK',
    changed: at,
    parcel: ready ? { asked: Object.keys(all), documents: form.documents, declared: form.declared } : null,
  };
  return { name: `apply:${service}:${key().slice(0, 8)}`, who, draft, photos: shots };
}

/** Lays them into the database of this page's device. */
export async function sow(page: Page, seeds: Seed[]): Promise<void> {
  await page.evaluate((seeds) => new Promise<void>((done, failed) => {
    const opening = indexedDB.open('genggam', 1);
    opening.onerror = () => failed(opening.error);
    opening.onupgradeneeded = () => ['drafts', 'photos'].forEach((store) => opening.result.createObjectStore(store));
    opening.onsuccess = () => {
      const turn = opening.result.transaction(['drafts', 'photos'], 'readwrite');
      for (const { name, draft, photos } of seeds) {
        turn.objectStore('drafts').put(JSON.stringify(draft), name);
        for (const { id, base64 } of photos) turn.objectStore('photos').put(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer, id);
      }
      turn.oncomplete = () => {
        opening.result.close();
        done();
      };
      turn.onabort = () => failed(turn.error);
    };
  }), seeds);
}
