/** What the line of the server says: where the script is, whose widget it is, and which element it fills. */
export interface Tag {
  src: string;
  key: string;
  target: string | null;
}

/** Reads the line that the server gives. */
export function tagOf(snippet: string): Tag | null {
  const script = new DOMParser().parseFromString(snippet, 'text/html').querySelector('script');
  const { key, target } = script?.dataset ?? {};
  const src = script?.getAttribute('src');
  return src && key ? { src, key, target: target ?? null } : null;
}

export const PLACES = ['html', 'react', 'next', 'vue', 'nuxt', 'angular', 'svelte', 'astro', 'gtm', 'wordpress', 'shopify'] as const;
export type Place = (typeof PLACES)[number];

/** What each of them calls itself. */
export const PLACE_NAMES: Record<Place, string> = {
  html: 'HTML',
  react: 'React',
  next: 'Next.js',
  vue: 'Vue',
  nuxt: 'Nuxt',
  angular: 'Angular',
  svelte: 'SvelteKit',
  astro: 'Astro',
  gtm: 'Google Tag Manager',
  wordpress: 'WordPress',
  shopify: 'Shopify',
};

const js = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** The element that an embedded widget fills. It owns the size, so that nothing on the page moves. */
export function boxOf({ target }: Tag): string | null {
  if (!target) return null;
  const [, id] = target.match(/^#([\w-]+)$/) ?? [];
  return id ? `<div id="${id}" style="height: 600px"></div>` : null;
}

/** Lines that make the script's element and put it into the page. */
function made({ src, key, target }: Tag, indent: string): string {
  return [
    "var script = document.createElement('script');",
    'script.async = true;',
    `script.src = ${js(src)};`,
    `script.dataset.key = ${js(key)};`,
    ...(target ? [`script.dataset.target = ${js(target)};`] : []),
    'document.head.append(script);',
  ]
    .map((line) => indent + line)
    .join('\n');
}

/** The code for one kind of website, as it is to be pasted. */
export function snippetFor(place: Place, snippet: string, tag: Tag): string {
  const { src, key, target } = tag;
  const data = `data-key="${key}"${target ? ` data-target="${target}"` : ''}`;
  const lines = made(tag, '    ').replaceAll('var ', 'const ');
  const box = boxOf(tag);
  const placed = box ? `${box}\n${snippet}` : snippet;
  switch (place) {
    case 'html':
    case 'svelte':
    case 'shopify':
    case 'angular':
      return placed;
    case 'react':
      return `import { useEffect } from 'react';

export function Chat() {
  useEffect(() => {
${lines}
    return () => {
      script.remove();
      window.ChatWidget?.('destroy');
    };
  }, []);
  return null;
}`;
    case 'next':
      return `import Script from 'next/script';

<Script src="${src}" ${data} strategy="afterInteractive" />`;
    case 'vue':
      return `<script setup>
import { onBeforeUnmount, onMounted } from 'vue';

onMounted(() => {
${made(tag, '  ').replaceAll('var ', 'const ')}
});
onBeforeUnmount(() => window.ChatWidget?.('destroy'));
</script>`;
    case 'nuxt':
      return `export default defineNuxtConfig({
  app: {
    head: {
      script: [{ src: ${js(src)}, async: true, 'data-key': ${js(key)}${target ? `, 'data-target': ${js(target)}` : ''} }],
    },
  },
});`;
    case 'astro':
      return `${box ? `${box}\n` : ''}<script is:inline async src="${src}" ${data}></script>`;
    case 'gtm':
      // The tag manager drops attributes that it does not know from a script's tag.
      return `<script>
  (function () {
${made(tag, '    ')}
  })();
</script>`;
    case 'wordpress':
      return `add_action('wp_footer', function () {
    echo ${js(snippet)};
});`;
  }
}

/** What a website with a policy of its own has to allow. */
export function policyOf({ src }: Tag, here: string): string {
  const { origin } = new URL(src, here);
  return `script-src ${origin}; connect-src ${origin}; frame-src ${origin}`;
}
