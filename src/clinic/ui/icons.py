"""The icons: 20 px, one stroke of 1.6, round ends; always shown beside a word."""
# ruff: noqa: E501

ICONS = {
    "phone": '<path d="M4.6 3.2h2.6l1.3 3.6-1.7 1.3a10 10 0 0 0 5.1 5.1l1.3-1.7 3.6 1.3v2.6a1.4 1.4 0 0 1-1.5 1.4'
    'A13.3 13.3 0 0 1 3.2 4.7a1.4 1.4 0 0 1 1.4-1.5Z"/>',
    "exit": '<path d="M8 3.5H3.8v13H8M7.5 10h9M13.2 6.5l3.4 3.5-3.4 3.5"/>',
    "back": '<path d="M12.5 4.5 7 10l5.5 5.5"/>',
    "next": '<path d="M7.5 4.5 13 10l-5.5 5.5"/>',
    "check": '<path d="m4 10.6 3.9 3.9L16 6"/>',
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "cross": '<path d="m5 5 10 10M15 5 5 15"/>',
    "alert": '<path d="M10 3 2.4 16.5h15.2Z"/><path d="M10 8.2v4M10 14.3v.1"/>',
    "lock": '<rect x="4" y="8.8" width="12" height="8.4" rx="2"/><path d="M6.6 8.8V6.3a3.4 3.4 0 0 1 6.8 0v2.5"/>',
    "people": '<circle cx="7" cy="6.8" r="2.7"/><circle cx="14" cy="7.6" r="2.1"/><path d="M2 16.4c0-3 2.2-4.7 5-4.7'
    's5 1.7 5 4.7ZM13 12c2.8-.3 5 1.4 5 4.4h-3.2"/>',
    "person": '<circle cx="10" cy="6.3" r="3.3"/><path d="M3.6 17.3c.3-3.7 2.9-5.6 6.4-5.6s6.1 1.9 6.4 5.6"/>',
    "calendar": '<rect x="3" y="4.6" width="14" height="12.4" rx="2"/><path d="M3 8.6h14M6.9 2.8v3.4M13.1 2.8v3.4"/>',
    "clock": '<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.8 1.8"/>',
    "shield": '<path d="M10 2.6 16 4.8v4.6c0 3.9-2.5 6.7-6 8-3.5-1.3-6-4.1-6-8V4.8Z"/>',
    "home": '<path d="M3.6 8.8 10 3l6.4 5.8V17H3.6Z"/>',
    "circle": '<circle cx="10" cy="10" r="7.2"/><circle cx="10" cy="10" r="3"/><circle class="fill" cx="15.2" cy="5" r="2"/>',
    "breathe": '<circle cx="10" cy="10" r="7.2"/><circle cx="10" cy="10" r="3"/>',
    "leaf": '<path d="M4 16C2.8 9.5 8 4.5 16.5 4c.5 8-4 13-10.5 12.2M3.4 17 11 9.4"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3.4V7h13.2v7H14"/><path d="M6 11.6h8V17H6Z"/>',
    "search": '<circle cx="8.8" cy="8.8" r="5.3"/><path d="m12.8 12.8 4 4"/>',
    "message": '<path d="M3.2 4h13.6v10H9l-3.4 3v-3H3.2Z"/>',
    "mail": '<rect x="2.8" y="4.5" width="14.4" height="11" rx="2"/><path d="m3.5 6 6.5 5 6.5-5"/>',
    "up": '<path d="M10 16.5v-13M5.5 8 10 3.5 14.5 8"/>',
    "down": '<path d="M10 3.5v13M5.5 12l4.5 4.5 4.5-4.5"/>',
    "right": '<path d="M3.5 10h13M12 5.5l4.5 4.5-4.5 4.5"/>',
    "diamond": '<path class="fill" d="m10 4 6 6-6 6-6-6Z"/>',
    "offline": '<path d="M2.5 8A11 11 0 0 1 10 5c2.9 0 5.5 1.1 7.5 3M5.2 11.2A7 7 0 0 1 10 9.3c1.9 0 3.6.7 4.8 1.9'
    'M8 14.3a3 3 0 0 1 4 0M3.5 17 16.5 3"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "download": '<path d="M10 3v10M5.8 9 10 13.2 14.2 9M3.5 16.8h13"/>',
    "edit": '<path d="m3.5 16.5.8-3.6L13.5 3.7a1.5 1.5 0 0 1 2.2 0l.6.6a1.5 1.5 0 0 1 0 2.2l-9.2 9.2Z"/>',
    "trash": '<path d="M3.5 5.5h13M7.5 5.5V3h5v2.5M5 5.5 5.8 17h8.4L15 5.5M8.5 8.5v5M11.5 8.5v5"/>',
    "info": '<circle cx="10" cy="10" r="7.2"/><path d="M10 9.3v4.2M10 6.5v.1"/>',
    "stop": '<rect class="fill" x="5" y="5" width="10" height="10" rx="1.5"/>',
    "video": '<rect x="2.5" y="5" width="10.5" height="10" rx="2"/><path d="m13 9 4.5-2.8v7.6L13 11"/>',
    "room": '<path d="M4.5 17V3h11v14M2.5 17h15M12 10v.1"/>',
}
