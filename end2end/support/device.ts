// What a phone keeps, read where it is kept: what takes no page or context runs in the browser.
import { type BrowserContext, type Page, expect } from '@playwright/test';

/** Goes there, also from a page that is just leaving by itself because it was locked. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address).catch((error: Error) => {
    if (!/ERR_ABORTED|interrupted by another navigation/.test(error.message)) throw error;
    return page.goto(address);
  });
}

/** The draft as the device keeps it. */
export function draftOf(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('genggam');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('drafts').objectStore('drafts').get(name);
      reading.onsuccess = () => {
        opening.result.close();
        resolve(String(reading.result ?? ''));
      };
      reading.onerror = () => reject(reading.error);
    };
  });
}

/** How many photographs the device keeps. */
export function photosOnDevice(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('genggam');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const counting = opening.result.transaction('photos').objectStore('photos').count();
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
      counting.onerror = () => reject(counting.error);
    };
  });
}

/** Everything that this phone's database holds, as text: keys, and bytes read as letters. */
export function everything(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('genggam');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const database = opening.result;
      const turn = database.transaction([...database.objectStoreNames]);
      const found: string[] = [];
      const text = (value: unknown): string => {
        if (value instanceof ArrayBuffer) return new TextDecoder('latin1').decode(value);
        if (value instanceof CryptoKey) return `CRYPTOKEY extractable=${value.extractable}`;
        if (value && typeof value === 'object') return Object.values(value).map(text).join(' ');
        return String(value);
      };
      for (const name of database.objectStoreNames) {
        const store = turn.objectStore(name);
        store.openCursor().onsuccess = (event) => {
          const cursor = (event.target as IDBRequest<IDBCursorWithValue | null>).result;
          if (!cursor) return;
          found.push(`${name}/${String(cursor.key)}: ${text(cursor.value)}`);
          cursor.continue();
        };
      }
      turn.oncomplete = () => {
        database.close();
        resolve(found.join('\n'));
      };
    };
  });
}

/** Somebody gets a PIN on `/draf`. */
export async function addPerson(page: Page, name: string, pin: string): Promise<void> {
  await page.getByText('Kunci isian dengan PIN').click();
  const form = page.locator('form[data-door=add]');
  await form.getByLabel('Nama').fill(name);
  await form.getByLabel(/PIN/).fill(pin);
  await form.getByRole('button', { name: 'Tambah orang' }).click();
  await expect(page.getByText(`Terbuka untuk ${name}`)).toBeVisible({ timeout: 20_000 });
}

/** Every page from now on believes that it is so many days later. */
export async function skewed(context: BrowserContext, days: number): Promise<void> {
  await context.addInitScript((shift) => {
    const real = Date;
    const now = () => real.now() + shift;
    window.Date = new Proxy(real, {
      construct: (target, given) => (given.length ? Reflect.construct(target, given) : new target(now())),
      apply: () => new real(now()).toString(),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    });
  }, days * 86_400_000);
}
