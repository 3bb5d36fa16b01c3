document.title = [import.meta.env.VITE_TITLE, import.meta.env.VITE_OTHER, import.meta.env.MODE, import.meta.env.SECRET].join();
