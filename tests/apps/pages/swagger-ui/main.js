import SwaggerUI from 'swagger-ui';
import 'swagger-ui/dist/swagger-ui.css';
import spec from './harbour.json';

SwaggerUI({ domNode: document.querySelector('#app'), spec, docExpansion: 'list', deepLinking: false, validatorUrl: null });
