/** Starts the pages in the browser. */
import '@fontsource-variable/figtree/index.css';
import './look/look.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AnnouncerProvider } from './frame/Announcer';
import { LanguageProvider } from './language/LanguageProvider';
import { questions } from './questions';
import { router } from './router';

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <LanguageProvider>
      <AnnouncerProvider>
        <QueryClientProvider client={questions}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AnnouncerProvider>
    </LanguageProvider>
  </StrictMode>,
);
