package io.ftpreactive.gateway;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Leads to the files of the primary server. */
@RestController
final class HomeController {

    @GetMapping({"/", "/files"})
    ResponseEntity<Void> home() {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create("/files/"))
                .build();
    }
}
