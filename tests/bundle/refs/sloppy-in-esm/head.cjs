for (var key = 0 in exports);
