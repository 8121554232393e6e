// OHIF on Tia's own DICOMweb. Served as /app-config.js; OHIF reads it before it starts.
window.config = {
  name: 'Tia',
  routerBasename: null,
  extensions: [],
  modes: [],
  showStudyList: true,
  maxNumberOfWebWorkers: 3,
  showLoadingIndicator: true,
  showErrorDetails: 'production',
  // A first-run tour and a warning bar are in a radiographer's way.
  investigationalUseDialog: { option: 'never' },
  customizationService: [{ 'ohif.tours': { $set: [] } }],
  maxNumRequests: { interaction: 100, thumbnail: 5, prefetch: 10 },
  defaultDataSourceName: 'tia',
  dataSources: [
    {
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'tia',
      configuration: {
        friendlyName: 'Tia',
        name: 'tia',
        qidoRoot: '/dicom-web',
        wadoRoot: '/dicom-web',
        wadoUriRoot: '/dicom-web',
        qidoSupportsIncludeField: true,
        supportsFuzzyMatching: true,
        supportsWildcard: true,
        imageRendering: 'wadors',
        thumbnailRendering: 'wadors',
        enableStudyLazyLoad: true,
        staticWado: false,
        singlepart: 'bulkdata,video,pdf',
        bulkDataURI: { enabled: true },
      },
    },
  ],
};
