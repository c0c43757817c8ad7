package no.altinncamel.examples.supplier;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupplierTest {

    @Test
    void eachCustomerSendsAndReceivesInItsOwnNameAndOneWithoutApprovalFailsAlone(@TempDir Path folder)
            throws Exception {
        SupplierDemo.run(folder);
    }
}
