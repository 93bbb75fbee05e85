"use strict";
const VERSION = "{{ version }}";
const SHELL = "{% url "phone:shell" %}";
const HELP = "/urgent-help/";
const FILES = [{% for address in addresses %}"{{ address }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
importScripts("{% static "phone/worker.js" %}?{{ version }}");
