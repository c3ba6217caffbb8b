// On the status page: the button by which this browser asks for notices. Hidden where it can't, or the server sends none.
const box = document.querySelector("[data-push]");
const [on, off] = box ? box.querySelectorAll("button") : [];
const said = box && box.querySelector("[role=status]");
const words = (id, en) => (document.documentElement.lang === "en" ? en : id);
const tell = (path, body) => fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const show = (has, text = "") => {
  on.hidden = has;
  off.hidden = !has;
  said.textContent = text;
};

const begin = async (registration) => {
  // Asked for in the click itself, or some browsers refuse.
  if ((await Notification.requestPermission()) !== "granted") {
    return show(false, words("Browser ini belum mengizinkan. Buka pengaturan situs, izinkan pemberitahuan, lalu coba lagi.", "This browser doesn't allow it. Open the site's settings, allow notifications, and try again."));
  }
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: box.dataset.push });
  const { endpoint, keys } = subscription.toJSON();
  const answer = await tell(box.dataset.on, { subscription: { endpoint, p256dh: keys.p256dh, auth: keys.auth } });
  if (!answer.ok) throw answer;
  show(true, words("Pemberitahuan menyala di perangkat ini.", "Notices are on, on this device."));
};

const end = async (registration) => {
  const subscription = await registration.pushManager.getSubscription();
  if (subscription) {
    await tell(box.dataset.off, { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }
  show(false, words("Pemberitahuan mati.", "Notices are off."));
};

if (box && "PushManager" in window && "Notification" in window && navigator.serviceWorker) {
  navigator.serviceWorker.ready.then(async (registration) => {
    const failed = () => show(on.hidden, words("Belum berhasil. Coba lagi saat ada sinyal.", "That didn't work. Try again when there is a signal."));
    on.onclick = () => begin(registration).catch(failed);
    off.onclick = () => end(registration).catch(failed);
    show(!!(await registration.pushManager.getSubscription()));
    box.hidden = false;
  });
}
