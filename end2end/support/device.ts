// What a phone keeps, read where it is kept. Both run in the browser.

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
