package no.altinncamel.broker;

/** Finds what is wrong with the options that say how files are sent. */
final class SendingCheck {

    /** Bytes: the Broker holds a whole chunk in memory. */
    private static final long LARGEST_CHUNK = 1024 * 1024 * 1024;

    private final AltinnBrokerConfiguration configuration;
    private final OptionFaults faults;

    /** @param faults where to add what is wrong */
    SendingCheck(AltinnBrokerConfiguration configuration, OptionFaults faults) {
        this.configuration = configuration;
        this.faults = faults;
    }

    void check() {
        faults.atLeast("tusThreshold", configuration.getTusThreshold(), 0);
        faults.atLeast("tusRetryTimeout", configuration.getTusRetryTimeout(), 1);
        faults.atLeast("tusChunkSize", configuration.getTusChunkSize(), 0);
        faults.atMost("tusChunkSize", configuration.getTusChunkSize(), LARGEST_CHUNK);
        faults.atLeast("parallelUploads", configuration.getParallelUploads(), 1);
        faults.atMost("parallelUploads", configuration.getParallelUploads(), configuration.getMaxConnections());
        faults.atLeast("sendOnceLookback", configuration.getSendOnceLookback(), 1);
        if (configuration.getUploadStoreDirectory() != null && configuration.getUploadStore() != null) {
            faults.add("uploadStore", "it is set together with uploadStoreDirectory", "use one of them");
        }
        if (configuration.isSendOnce() && configuration.getIdempotentRepository() == null) {
            faults.add(
                    "idempotentRepository",
                    "it is missing, and sendOnce has nowhere to note what was sent",
                    "set a repository that outlives a crash, such as a JdbcMessageIdRepository, as #bean:name");
        }
    }
}
