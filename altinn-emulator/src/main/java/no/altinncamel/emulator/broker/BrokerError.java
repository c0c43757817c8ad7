package no.altinncamel.emulator.broker;

/** The Broker's error catalogue (contract altinn-broker 3.4), as far as the file transfer operations can meet it. */
enum BrokerError {
    FILE_TRANSFER_NOT_FOUND(1, 404, "The requested file transfer was not found"),
    SERVICE_OWNER_NOT_CONFIGURED(2, 400, "Service owner needs to be configured to use the broker API"),
    NO_FILE_UPLOADED(3, 400, "No file uploaded yet"),
    FILE_TRANSFER_ALREADY_UPLOADED(
            4,
            409,
            "A file transfer has already been, or attempted to be, created. Create a new file transfer resource to try"
                    + " again."),
    INVALID_RESOURCE(
            5,
            403,
            "The resource needs to be registered as an Altinn 3 resource and it has to be associated with a service"
                    + " owner"),
    NO_ACCESS(
            6,
            401,
            "You must use a bearer token that represents a system user with access to the resource in the Resource"
                    + " Rights Registry"),
    FILE_TRANSFER_NOT_AVAILABLE(
            7, 403, "The requested file transfer's file is not ready for download. See file transfer status."),
    UPLOAD_FAILED(8, 500, "Error occurred while uploading file See /details for more information."),
    CHECKSUM_MISMATCH(9, 400, "The checksum of uploaded file did not match the checksum specified in initialize call."),
    FILE_TRANSFER_NOT_PUBLISHED(
            10,
            400,
            "A file transfer can only be confirmed to be downloaded when it is published. See file transfer status."),
    FILE_SIZE_TOO_BIG(16, 400, "File size exceeds maximum"),
    CONFIRM_BEFORE_DOWNLOAD(19, 400, "Cannot confirm before the files have been downloaded"),
    NOT_APPROVED_FOR_DISABLED_VIRUS_SCAN(
            20,
            400,
            "In order to use file transfers without virus scan the service resource needs to be approved by Altinn."
                    + " Please contact us @ Slack."),
    STORAGE_NOT_READY(21, 503, "Storage provider is not ready yet. Please try again later."),
    REQUIRED_PARTY_MISSING(
            26, 400, "The resource requires the service owner party to be present as part of the transaction."),
    ONE_RECIPIENT_ONLY(
            27,
            400,
            "When required party is specified and the required party is not the sender, the number of recipients can"
                    + " only be one."),
    RECIPIENT_NOT_IN_ACCESS_LIST(28, 400, "All recipients need to be in the access list of the resource."),
    RANGE_NOT_SATISFIABLE(29, 416, "The requested byte range is not satisfiable.");

    private final int number;
    private final int status;
    private final String detail;

    BrokerError(int number, int status, String detail) {
        this.number = number;
        this.status = status;
        this.detail = detail;
    }

    String code() {
        return String.format("BRO-%05d", number);
    }

    int status() {
        return status;
    }

    String detail() {
        return detail;
    }
}
