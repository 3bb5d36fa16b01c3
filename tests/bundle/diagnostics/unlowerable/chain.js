const o = {};
(o?.toString)();
