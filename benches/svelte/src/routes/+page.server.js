import page from '../page.json';

export const load = () => page;
